package io.credstream.projection.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Credential;
import io.credstream.rules.bind.Keychain;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What go-containerregistry's keychain of Kubernetes Secrets, and Kubernetes' own, say of themselves in the tables of their tests: the same
 * pairs of a key and an image, through the whole of what Credstream does with them.
 */
class KeychainTablesTest {

    @ParameterizedTest
    @CsvSource({
        // one label of the host each
        "*.kubernetes.io, prefix.kubernetes.io/repo, true",
        "prefix.*.io, prefix.kubernetes.io/repo, true",
        "prefix.kubernetes.*, prefix.kubernetes.io/repo, true",
        "*-good.kubernetes.io, prefix-good.kubernetes.io/repo, true",
        "*.kubernetes.io, kubernetes.io/repo, false",
        "*.*.kubernetes.io, prefix.kubernetes.io/repo, false",
        "*.*.kubernetes.io, kubernetes.io/repo, false",
        "kubernetes.io, kubernetes.com/repo, false",
        "k*.io, quay.io/repo, false",
        // paths are prefixes
        "*.kubernetes.io/blah, prefix.kubernetes.io/blah, true",
        "prefix.*.io/foo, prefix.kubernetes.io/foo/bar, true",
        "prefix.*.io/path, prefix.kubernetes.io/other, false",
        // ports are equal
        "*.kubernetes.io:1111/blah, prefix.kubernetes.io:1111/blah, true",
        "prefix.*.io:1111/foo, prefix.kubernetes.io:1111/foo/bar, true",
        "*.kubernetes.io:1234/blah, prefix.kubernetes.io:1111/blah, false",
        "prefix.*.io/foo, prefix.kubernetes.io:1111/foo/bar, false",
        "fake.registry.io:5000, fake.registry.io:5000/repo, true",
        "fake.registry.io:5000, fake.registry.io:1000/repo, false",
        // schemes, and what docker clients put behind the host
        "https://fake.registry.io, fake.registry.io/repo, true",
        "https://hello.kubernetes.io, hello.kubernetes.io/foo/bar, true",
        "https://*.docker.io, prefix.docker.io/foo/bar, true",
        "https://prefix.docker.*, prefix.docker.io/foo/bar, true",
        "https://*.docker.io/path, prefix.docker.io/path/foo/bar, true",
        "https://prefix.*.io/path, prefix.docker.io/path/subpath/foo, true",
        "https://*.docker.io:8888, prefix.docker.io:8888/foo/bar, true",
        "https://fake.registry.io/v1/, fake.registry.io/repo, true",
        "https://fake2.registry.io/v2/, fake2.registry.io/repo, true",
        "https://fake.registry.io/v1, fake.registry.io/repo, false",
        "https://*.docker.io/v1/, prefix.docker.io/path, true",
        "https://*.docker.io/path:1111, prefix.docker.io/path, false",
        "https://hello.kubernetes.io, world.mesos.org/foo/bar, false",
        "https://*.docker.com, prefix.docker.io/foo, false",
        "https://suffix.*.io, prefix.docker.io/foo, false",
        "https://prefix.docker.c*, prefix.docker.io/foo, false",
        "suffix.*.io, prefix.docker.io/foo, false",
        // Docker Hub
        "index.docker.io, ubuntu, true",
        "index.docker.io, knative/serving, true",
        "https://index.docker.io/v1/, google/docker-registry, true",
        "https://index.docker.io/v1/, jenkins, true",
        "https://index.docker.io/v1/, index.docker.io/google/docker-registry, true",
        "https://index.docker.io/v1/, docker.io/google/docker-registry, true",
        "https://index.docker.io/v1/, world.mesos.org/foo/bar, false",
        "https://index.docker.io/v1/, registry.tld/foo/bar, false",
        "https://index.docker.io/v1/, registry:5000/foo/bar, false",
        "https://index.docker.io/v1/, myhostdocker.io/foo/bar, false",
        "docker.io, knative/serving, false",
    })
    void aKeyCoversAnImage(String key, String image, boolean covers) {
        Credential credential =
                Keys.credential("secret", "{\"auths\":{\"" + key + "\":{\"username\":\"foo\",\"password\":\"bar\"}}}");

        assertThat(Keychain.resolve(image, List.of(credential)).used()).hasSize(covers ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "fake.registry.io/other, fake.registry.io",
        "fake.registry.io/nested, fake.registry.io/nested",
        "fake.registry.io/nested/repo, fake.registry.io/nested/repo",
        "fake.registry.io/nested/repo/dirt, fake.registry.io/nested/repo",
        "fake.registry.io/partial, fake.registry.io/par",
        "1.fake.registry.io/repo, 1.fake.registry.io",
        "2.fake.registry.io/repo, ''",
    })
    void theMostExactKeyIsUsed(String image, String key) {
        List<Credential> credentials = new ArrayList<>();
        for (String server : List.of(
                "fake.registry.io",
                "fake.registry.io/nested",
                "fake.registry.io/nested/repo",
                "fake.registry.io/par",
                "1.fake.registry.io")) {
            credentials.add(Keys.credential(
                    "secret-" + credentials.size(),
                    "{\"auths\":{\"" + server + "\":{\"username\":\"" + server + "\",\"password\":\"p\"}}}"));
        }

        assertThat(Keychain.resolve(image, credentials).used())
                .extracting(entry -> entry.registry())
                .isEqualTo(key.isEmpty() ? List.of() : List.of(key));
    }
}
