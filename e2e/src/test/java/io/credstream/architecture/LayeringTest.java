package io.credstream.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.credstream.observe.Meters;
import io.credstream.processor.PropagationTopology;
import io.credstream.sandbox.objects.Json;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.sink.Sink;
import io.credstream.sink.SinkConfig;
import io.credstream.sink.cluster.EventBudget;
import io.credstream.sink.lane.LaneSettings;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.PrintWriter;
import java.util.Set;
import org.apache.kafka.streams.StreamsBuilder;
import org.junit.jupiter.api.Test;

/** What may know what. Maven sees to most of the directions, until somebody adds a dependency; this sees to all of them. */
class LayeringTest {

    private static final String[] FRONT_ENDS = {
        "io.credstream.cli..", "io.credstream.demo..", "io.credstream.benchmarks.."
    };

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.credstream");

    /** Ingest, processor and sink meet in topics only, and nothing that is built upon knows what is built upon it. */
    @Test
    void modulesDependInOneDirection() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("schemas")
                .definedBy(
                        "io.credstream.model..",
                        "io.credstream.avro..",
                        "io.credstream.topics..",
                        "io.credstream.read..",
                        "io.credstream.observe..")
                .layer("kube")
                .definedBy("io.credstream.kube..")
                .layer("rules")
                .definedBy("io.credstream.rules..")
                .layer("projection")
                .definedBy("io.credstream.projection..")
                .layer("ingest")
                .definedBy("io.credstream.ingest..")
                .layer("processor")
                .definedBy("io.credstream.processor..")
                .layer("audit")
                .definedBy("io.credstream.audit..")
                .layer("sink")
                .definedBy("io.credstream.sink..")
                .layer("sandbox")
                .definedBy("io.credstream.sandbox..")
                .layer("testkit")
                .definedBy("io.credstream.testkit..")
                .layer("front ends")
                .definedBy(FRONT_ENDS)
                .whereLayer("schemas")
                .mayNotAccessAnyLayer()
                .whereLayer("kube")
                .mayOnlyAccessLayers("schemas")
                .whereLayer("projection")
                .mayOnlyAccessLayers("schemas")
                .whereLayer("ingest")
                .mayOnlyAccessLayers("schemas", "kube", "projection")
                .whereLayer("rules")
                .mayOnlyAccessLayers("schemas")
                .whereLayer("processor")
                .mayOnlyAccessLayers("schemas", "rules")
                .whereLayer("audit")
                .mayOnlyAccessLayers("schemas", "rules")
                .whereLayer("sink")
                .mayOnlyAccessLayers("schemas", "kube")
                .whereLayer("sandbox")
                .mayOnlyAccessLayers("schemas")
                .whereLayer("testkit")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("front ends")
                .mayNotBeAccessedByAnyLayer()
                .check(ALL);
    }

    /** What is decided becomes a patch, goes its way to a cluster, is reported; what is read sets that going, and wires nothing. */
    @Test
    void theSinkIsLayered() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("service")
                .definedBy("io.credstream.sink")
                .layer("intake")
                .definedBy("io.credstream.sink.intake")
                .layer("report")
                .definedBy("io.credstream.sink.report")
                .layer("lane")
                .definedBy("io.credstream.sink.lane")
                .layer("cluster")
                .definedBy("io.credstream.sink.cluster")
                .layer("patch")
                .definedBy("io.credstream.sink.patch")
                .layer("fault")
                .definedBy("io.credstream.sink.fault")
                .whereLayer("service")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("intake")
                .mayOnlyAccessLayers("report", "lane", "patch", "fault")
                .whereLayer("report")
                .mayOnlyAccessLayers("lane", "cluster", "patch", "fault")
                .whereLayer("lane")
                .mayOnlyAccessLayers("cluster", "patch", "fault")
                .whereLayer("cluster")
                .mayOnlyAccessLayers("patch")
                .whereLayer("patch")
                .mayNotAccessAnyLayer()
                .whereLayer("fault")
                .mayNotAccessAnyLayer()
                .check(ALL);
    }

    /** The packages of the sink are public to one another, and to nobody else. */
    @Test
    void aSinkIsStartedAndConfiguredAndNothingElse() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.credstream.sink..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.credstream.sink..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.belongToAnyOf(
                                Sink.class, SinkConfig.class, LaneSettings.class, EventBudget.class))))
                .check(ALL);
    }

    @Test
    void theSandboxDependsInOneDirection() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("objects")
                .definedBy("io.credstream.sandbox.objects")
                .layer("store")
                .definedBy("io.credstream.sandbox.store")
                .layer("api")
                .definedBy("io.credstream.sandbox.api")
                .layer("broker")
                .definedBy("io.credstream.sandbox.broker")
                .whereLayer("objects")
                .mayNotAccessAnyLayer()
                .whereLayer("store")
                .mayOnlyAccessLayers("objects")
                .whereLayer("api")
                .mayOnlyAccessLayers("objects", "store")
                .whereLayer("broker")
                .mayNotAccessAnyLayer()
                .check(ALL);
    }

    /** What is public for the sandbox's own packages is not for everybody. */
    @Test
    void nobodySeesHowTheSandboxKeepsObjects() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.credstream.sandbox..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.credstream.sandbox.store", "io.credstream.sandbox.objects")
                        .and(not(belongToAnyOf(ResourceKind.class, Json.class))))
                .check(ALL);
    }

    @Test
    void theDemoKnowsNoCommand() {
        noClasses()
                .that()
                .resideInAPackage("io.credstream.demo..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.credstream.cli..")
                .check(ALL);
    }

    @Test
    void rulesArePure() {
        classes()
                .that()
                .resideInAPackage("io.credstream.rules..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "io.credstream.model", "io.credstream.rules..", "org.jspecify.annotations")
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
                .doNotBelongToAnyOf(PropagationTopology.class)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(StreamsBuilder.class)
                .check(ALL);
    }

    /** Names of topics cannot be seen in byte code, but without them nobody can make a topic. */
    @Test
    void topicsAreDeclaredOnce() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Topics.class)
                .should()
                .callConstructorWhere(makes(Topic.class))
                .check(ALL);
    }

    /** Only a declared metric can be measured: nobody else makes meters. */
    @Test
    void metricsAreDeclaredOnce() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Meters.class)
                .and()
                .haveNameNotMatching("io.credstream.cli.service.Scrape")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(MeterRegistry.class)
                .check(ALL);
    }

    @Test
    void onlyOnePackageHandlesSecretBytes() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.credstream.projection.secret")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("javax.crypto..")
                .check(ALL);
    }

    @Test
    void servicesPrintNothing() {
        noClasses()
                .that()
                .resideOutsideOfPackages(FRONT_ENDS)
                .should(ACCESS_STANDARD_STREAMS)
                .check(ALL);
    }

    /**
     * Whatever a command says goes through the one writer that escapes it, a line at a time. Documents, which have lines of their own,
     * are printed by those that make them.
     */
    @Test
    void nobodyWritesToATerminalButTheTerminal() {
        noClasses()
                .that()
                .resideInAnyPackage("io.credstream.cli..", "io.credstream.demo..")
                .and()
                .doNotHaveFullyQualifiedName("io.credstream.cli.Credstream")
                .and()
                .doNotHaveFullyQualifiedName("io.credstream.cli.output.Progress")
                .and()
                .doNotHaveFullyQualifiedName("io.credstream.cli.output.Terminal")
                .should(ACCESS_STANDARD_STREAMS)
                .orShould()
                .callConstructorWhere(makes(PrintWriter.class))
                .orShould()
                .callMethodWhere(DescribedPredicate.describe(
                        "prints a stack trace", call -> call.getName().equals("printStackTrace")))
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.credstream.cli.output")
                .and()
                .doNotHaveFullyQualifiedName("io.credstream.cli.CompletionCommand")
                .and()
                .doNotHaveFullyQualifiedName("io.credstream.demo.Narrator")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "writes without an end of line",
                        call -> call.getTargetOwner().isAssignableTo(PrintWriter.class)
                                && Set.of("print", "printf", "format", "append", "write")
                                        .contains(call.getName())))
                .check(ALL);
    }

    /** What may be logged of an event is decided in one place. */
    @Test
    void nobodyLaysOutALogButTheLayout() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.credstream.cli.Logs")
                .and()
                .doNotHaveFullyQualifiedName("io.credstream.cli.LogLayout")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ch.qos.logback..")
                .check(ALL);
    }

    @Test
    void thereIsOneWayToLog() {
        noClasses()
                .that()
                .resideOutsideOfPackages(FRONT_ENDS)
                .should(USE_JAVA_UTIL_LOGGING)
                .check(ALL);
    }

    private static DescribedPredicate<JavaConstructorCall> makes(Class<?> type) {
        return DescribedPredicate.describe(
                "makes a " + type.getSimpleName(), call -> call.getTargetOwner().isEquivalentTo(type));
    }
}
