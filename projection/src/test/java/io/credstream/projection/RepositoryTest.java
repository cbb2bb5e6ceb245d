package io.credstream.projection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R5: where layers are pulled from. */
class RepositoryTest {
    private static final String SHA256_OF_EXAMPLE_ORG =
            "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b5";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{type: OCIRegistry, baseUrl: r.io}]                                    | r.io/component-descriptors/example.com
            [{type: ociRegistry, baseUrl: 'r.io:5000/a'}]                           | r.io:5000/a/component-descriptors/example.com
            [{type: OCIRegistry, baseUrl: 'https://r.io/a', subPath: b/c}]          | r.io/a/b/c/component-descriptors/example.com
            [{type: OCIRegistry/v1, baseUrl: r.io/a}]                               | r.io/a/component-descriptors/example.com
            [{type: oci, baseUrl: r.io/a}]                                          | r.io/a/component-descriptors/example.com
            [{type: oci/v1, baseUrl: 'http://r.io/a'}]                              | r.io/a/component-descriptors/example.com
            [{type: OCIRegistry, baseUrl: r.io, componentNameMapping: urlPath}]     | r.io/component-descriptors/example.com
            [{type: OCIRegistry, baseUrl: '[::1]:5000/a'}]                          | [::1]:5000/a/component-descriptors/example.com
            [{type: OCIRegistry, baseUrl: 'Registry.Example.com:443'}]              | Registry.Example.com:443/component-descriptors/example.com
            [{type: OCIRegistry, baseUrl: 'localhost/a'}]                           | localhost/a/component-descriptors/example.com
            [{type: OCIRegistry, baseUrl: kyma}]                                    | kyma/component-descriptors/example.com
            [{type: OCIRegistry, baseUrl: a.io}, {type: OCIRegistry, baseUrl: b.io}]| b.io/component-descriptors/example.com
            """)
    void isBuiltAsLifecycleManagerBuildsIt(String contexts, String repository) {
        assertThat(Repository.of(Given.yaml(contexts), "example.com")).contains(repository);
    }

    @Test
    void canNameTheComponentByItsDigest() {
        assertThat(Repository.of(
                        Given.yaml(
                                "[{type: OCIRegistry, baseUrl: r.io, subPath: a, componentNameMapping: sha256-digest}]"),
                        "example.org"))
                .contains("r.io/a//" + SHA256_OF_EXAMPLE_ORG);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            null
            []
            {}
            [7]
            [{baseUrl: r.io}]
            [{type: OCIRegistry}]
            [{type: OCIRegistry, baseUrl: 7}]
            [{type: CommonTransportFormat, baseUrl: r.io}]
            [{type: OCIRegistry, baseUrl: r.io, componentNameMapping: other}]
            [{type: OCIRegistry, baseUrl: r.io}, null]
            [{type: OCIRegistry, baseUrl: r.io/Upper}]
            [{type: ociRegistry/v1, baseUrl: r.io}]
            [{type: ociregistry, baseUrl: r.io}]
            [{type: OCI, baseUrl: r.io}]
            [{type: OCIImageRegistry, baseUrl: r.io}]
            [{type: OCIRegistry, baseUrl: 'http://u:fake@r.io/a'}]
            [{type: OCIRegistry, baseUrl: 'https://https://r.io/a'}]
            [{type: OCIRegistry, baseUrl: 'r.io:port'}]
            [{type: OCIRegistry, baseUrl: 'HTTPS://r.io'}]
            [{type: OCIRegistry, baseUrl: 'oci://r.io'}]
            [{type: OCIRegistry, baseUrl: 'r.io?a=b'}]
            """)
    void isUnknownWhereThereIsNoRuleToBuildIt(String contexts) {
        assertThat(Repository.of(Given.yaml(contexts), "example.com")).isEmpty();
    }
}
