package io.credstream.processor.oracle;

import io.credstream.model.Cluster;
import io.credstream.model.Credential;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.Template;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All facts there are.
 *
 * @param listed the clusters of which everything has been listed
 */
public record World(
        Map<String, Cluster> clusters,
        Set<String> listed,
        Map<ObjectRef, Credential> credentials,
        Map<ObjectRef, Template> templates,
        Map<ObjectRef, Manifest> manifests) {

    public static World empty() {
        return new World(new TreeMap<>(), new TreeSet<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }
}
