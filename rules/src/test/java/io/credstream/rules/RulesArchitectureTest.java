package io.credstream.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The core is pure: what it needs of time, randomness and the world is handed in. */
class RulesArchitectureTest {

    private final JavaClasses rules = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.credstream.rules");

    @Test
    void rulesKnowNothingButJavaAndTheModel() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.credstream.rules..", "io.credstream.model", "java..", "org.jspecify.annotations")
                .check(rules);
    }

    /** Partitions divide the first two, so they meet in bindings only. */
    @Test
    void eachStageStandsForItself() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("bind")
                .definedBy("io.credstream.rules.bind..")
                .layer("decide")
                .definedBy("io.credstream.rules.decide..")
                .layer("retry")
                .definedBy("io.credstream.rules.retry..")
                .layer("fleet")
                .definedBy("io.credstream.rules.fleet..")
                .whereLayer("bind")
                .mayNotAccessAnyLayer()
                .whereLayer("decide")
                .mayNotAccessAnyLayer()
                .whereLayer("retry")
                .mayOnlyAccessLayers("decide")
                .whereLayer("fleet")
                .mayOnlyAccessLayers("bind", "decide")
                .check(rules);
    }
}
