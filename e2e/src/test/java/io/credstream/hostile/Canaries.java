package io.credstream.hostile;

import static io.credstream.hostile.Forged.DOCKER_CONFIG;
import static io.credstream.hostile.Forged.base64;
import static io.credstream.hostile.Forged.changed;
import static io.credstream.hostile.Forged.secret;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.guarantee.TestFleet;

/** Passwords that nobody could mistake, wherever a Secret can hold one. */
final class Canaries {

    /** Is in each of them, and in nothing else. */
    static final String STEM = "CanaryOfMallory";

    private static final String KEY = ".dockerconfigjson";

    private Canaries() {}

    static Attack planted() {
        return Forged.secrets(
                document(
                        "c01",
                        "{'auths':{'r1.example.com':{'username':'u','password':'%','email':'%@example.com','auth':'"
                                + base64("u:" + STEM) + "'}}}"),
                document("c02", "{'auths':{'https://u:%@r2.example.com/v1/':{'password':'%'}}}"),
                document(
                        "c03",
                        "{'auths':{'r3.example.com':{'identitytoken':'%','registrytoken':'%'}},'HttpHeaders':{'X':'%'}}"),
                document("c04", "{'auths':{'r4.example.com':{'auth':'" + base64(STEM) + "'}}}"),
                document("c05", "{'auths':{'r5.example.com':{'password':'%'"),
                document("c06", "{'auths':{'u:%@%@r6.example.com':{'password':'x'}}}"),
                document("c07", "{'auths':{'r7.example.com?token=%':{'password':'x'}}}"),
                document("c08", "{'auths':{'r8.example.com':{'username':'u','password':['%']}}}"),
                document("c09", "\ufeff{'auths':{'r9.example.com':{'password':'%'}}}"),
                document(
                        "c10",
                        "{'auths':{'r10.example.com':{'username':'u','password':'eyJhbGciOiJub25lIn0."
                                + base64("{\"exp\":4102444800,\"jti\":\"" + STEM + "\"}") + ".%'}}}"),
                raw("c11", "Opaque", "password", STEM),
                raw(
                        "c12",
                        "kubernetes.io/dockercfg",
                        ".dockercfg",
                        "{\"r12.example.com\":{\"auth\":\"" + base64("u:" + STEM) + "\"}}"),
                changed(
                        document("c13", "{}"),
                        secret -> secret.withObject("/data").put(KEY, STEM + " not base64!!")),
                changed(
                        document("c14", "{}"),
                        secret -> secret.withObject("/data").put(KEY, 12345)),
                changed(document("c15", "{}"), secret -> secret.putArray("data").add(STEM)),
                changed(
                        document("c16", "{}"),
                        secret -> secret.withObject("/stringData").put("x", STEM)),
                changed(
                        document("c17", "{}"),
                        secret -> secret.withObject("/metadata/annotations")
                                .put("kubectl.kubernetes.io/last-applied-configuration", STEM)
                                .put("credstream.io/expires-at", STEM)),
                changed(raw("", "Opaque", "x", STEM), secret -> secret.put("stringData", STEM)));
    }

    private static ObjectNode document(String name, String document) {
        return raw(name, DOCKER_CONFIG, KEY, document.replace('\'', '"').replace("%", STEM));
    }

    private static ObjectNode raw(String name, String type, String key, String document) {
        return secret(TestFleet.CONTROL_PLANE_NAMESPACE, name, type, key, document);
    }
}
