package io.credstream.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The directions that the layout promises; a build in the wrong direction would not resolve, these would. */
class LayeringTest {

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.credstream");

    @Test
    void servicesMeetInTopicsOnly() {
        String[] services = {"..ingest..", "..processor..", "..sink.."};
        for (String service : services) {
            for (String other : services) {
                if (!service.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage("io.credstream" + service.substring(1))
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage("io.credstream" + other.substring(1))
                            .check(ALL);
                }
            }
        }
    }

    @Test
    void domainIsPure() {
        classes()
                .that()
                .resideInAPackage("io.credstream.processor.domain")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "io.credstream.model", "io.credstream.processor.domain", "org.jspecify.annotations")
                .check(ALL);
    }

    @Test
    void modelKnowsNothingButJava() {
        classes()
                .that()
                .resideInAPackage("io.credstream.model")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.credstream.model", "org.jspecify.annotations")
                .check(ALL);
    }

    @Test
    void oneFileShowsTheFlow() {
        noClasses()
                .that()
                .doNotHaveSimpleName("PropagationTopology")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.apache.kafka.streams.StreamsBuilder")
                .check(ALL);
    }

    @Test
    void onlyOnePackageHandlesSecretBytes() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.credstream.ingest.secret")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("javax.crypto..")
                .check(ALL);
    }

    @Test
    void servicesPrintNothing() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.credstream.cli..", "io.credstream.demo..", "io.credstream.benchmarks..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(ALL);
    }
}
