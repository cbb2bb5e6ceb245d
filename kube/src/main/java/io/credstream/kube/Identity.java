package io.credstream.kube;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Says in every request who we are. Its headers were judged when the kubeconfig was read. */
final class Identity implements Interceptor {

    private final List<Header> headers;

    Identity(List<Header> headers) {
        this.headers = List.copyOf(headers);
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        Set<String> begun = new HashSet<>();
        for (Header header : headers) {
            if (begun.add(header.name())) {
                builder.setHeader(header.name(), header.value());
            } else {
                builder.header(header.name(), header.value());
            }
        }
    }
}
