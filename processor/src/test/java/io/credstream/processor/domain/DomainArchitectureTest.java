package io.credstream.processor.domain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The core is pure: what it needs of time, randomness and the world is handed in. */
class DomainArchitectureTest {

    @Test
    void theCoreKnowsNothingButJavaAndTheModel() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.credstream.processor.domain", "io.credstream.model", "java..", "org.jspecify.annotations")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.credstream.processor.domain"));
    }
}
