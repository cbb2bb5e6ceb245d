package io.credstream.processor.oracle;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An oracle that shares code with what it checks shares its mistakes. */
class OracleArchitectureTest {

    private final JavaClasses oracle = new ClassFileImporter().importPackages("io.credstream.processor.oracle");

    @Test
    void theOracleKnowsNothingOfTheProduct() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.credstream.rules..", "io.credstream.processor.streams..")
                .check(oracle);
    }

    @Test
    void ofTheModelTheOracleUsesDataOnly() {
        noClasses().should().callMethodWhere(logicOfTheModel()).check(oracle);
    }

    /** Spelling, equality, and what a switch compiles to are no logic. */
    private static DescribedPredicate<JavaMethodCall> logicOfTheModel() {
        Set<String> harmless = Set.of("equals", "display", "describe", "name", "values", "ordinal");
        return DescribedPredicate.describe("it is a method of the model that does more than give away data", call -> {
            JavaClass owner = call.getTargetOwner();
            boolean component = owner.isRecord()
                    && call.getTarget().getRawParameterTypes().isEmpty()
                    && owner.tryGetField(call.getName()).isPresent();
            return owner.getPackageName().equals("io.credstream.model")
                    && !component
                    && !harmless.contains(call.getName());
        });
    }
}
