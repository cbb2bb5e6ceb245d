package io.credstream.projection;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Projections are pure functions over JSON, and know nothing of how secret bytes are read. */
class ProjectionArchitectureTest {

    private static final String PROJECTION = "io.credstream.projection";
    private static final String SECRET = "io.credstream.projection.secret..";

    private final JavaClasses module = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(PROJECTION);

    @Test
    void projectionsKnowNothingButJavaJacksonAndTheModel() {
        classes()
                .that()
                .resideInAPackage(PROJECTION)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        PROJECTION,
                        "io.credstream.model",
                        "java..",
                        "com.fasterxml.jackson..",
                        "org.jspecify.annotations")
                .check(module);
    }

    /** What is read elsewhere would have to be kept secret elsewhere. */
    @Test
    void secretsAreReadInOnePackage() {
        classes()
                .that()
                .implement(SecretReader.class)
                .should()
                .resideInAPackage(SECRET)
                .check(module);
        noClasses()
                .that()
                .resideOutsideOfPackage(SECRET)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.crypto..", SECRET)
                .check(module);
    }
}
