package io.credstream.projection.secret;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a docker config holds.
 *
 * @param logins that clients use, in canonical order, without those that name no registry
 * @param nameless whether there are some that name no registry
 * @param held every secret that is anywhere in it, used or not
 */
record Logins(List<Login> logins, boolean nameless, Set<Held> held) {

    Logins {
        logins = List.copyOf(logins);
    }

    /**
     * A secret, and the registry that it is for; that is empty where none is named.
     */
    record Held(String registry, String secret) {
        @Override
        public String toString() {
            return "Held[" + registry + "]";
        }
    }

    /** Without what clients prefer, which the fingerprints of a login cover. */
    Set<Held> further() {
        Set<Held> further = new LinkedHashSet<>(held);
        logins.forEach(login -> further.remove(new Held(login.registry(), login.secret())));
        return further;
    }

    @Override
    public String toString() {
        return "Logins" + logins;
    }

    /** Puts them together as they are read: of two logins under one key the last counts. */
    static final class Builder {
        private final Map<String, LoginFields> byKey = new LinkedHashMap<>();
        private final Set<Held> overridden = new LinkedHashSet<>();

        void put(String key, LoginFields fields) {
            LoginFields before = byKey.put(key, fields);
            if (before != null) {
                hold(key, before, overridden);
            }
        }

        /** None of those before counts. */
        void clear() {
            byKey.forEach((key, fields) -> hold(key, fields, overridden));
            byKey.clear();
        }

        Logins build() throws MalformedSecret {
            List<Login> all = new ArrayList<>();
            Set<Held> held = new LinkedHashSet<>();
            boolean nameless = false;
            for (Map.Entry<String, LoginFields> login : byKey.entrySet()) {
                String registry = RegistryName.canonical(login.getKey());
                Login read = login.getValue().login(registry, RegistryName.isPlainHttp(login.getKey()));
                if (registry.isEmpty()) {
                    nameless = true;
                } else {
                    all.add(read);
                }
                hold(login.getKey(), login.getValue(), held);
            }
            held.addAll(overridden);
            // Of two that differ in their spelling only, the one to be warned of stays.
            all.sort(Comparator.comparing(login -> !login.plainHttp()));
            return new Logins(List.copyOf(new TreeSet<>(all)), nameless, held);
        }

        private static void hold(String key, LoginFields fields, Set<Held> held) {
            String registry = registry(key);
            fields.secrets().forEach(secret -> held.add(new Held(registry, secret)));
        }

        private static String registry(String key) {
            try {
                return RegistryName.canonical(key);
            } catch (MalformedSecret namesNone) {
                return "";
            }
        }
    }
}
