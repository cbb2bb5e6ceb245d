package io.credstream.sandbox.api;

import io.credstream.sandbox.objects.KubeStatus;
import io.credstream.sandbox.objects.KubeStatusException;
import io.credstream.sandbox.objects.ResourceKind;

/**
 * What a request wants, as an authorizer sees it.
 *
 * @param verb {@code get}, {@code list}, {@code watch}, {@code create}, {@code update}, {@code patch}, {@code delete},
 *     {@code deletecollection} or {@code impersonate}
 * @param group the API group, empty for the core group
 * @param resource the plural name of the kind
 * @param subresource {@code status} or empty
 * @param namespace the namespace, empty across all of them and for kinds without
 * @param name the object, empty for all of them
 * @param user who asks
 */
public record ApiRequest(
        String verb, String group, String resource, String subresource, String namespace, String name, String user) {

    /** {@return whether it is of this verb and about this kind, subresource or not} */
    public boolean is(String verb, ResourceKind kind) {
        return this.verb.equals(verb) && isAbout(kind);
    }

    /** {@return whether it is about this kind, subresource or not} */
    public boolean isAbout(ResourceKind kind) {
        return resource.equals(kind.plural()) && group.equals(kind.group());
    }

    KubeStatusException forbidden() {
        var path = subresource.isEmpty() ? resource : resource + "/" + subresource;
        var where = namespace.isEmpty() ? "at the cluster scope" : "in the namespace \"%s\"".formatted(namespace);
        return KubeStatus.forbidden(
                resource,
                "User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s"
                        .formatted(user, verb, path, group, where));
    }
}
