package io.credstream.cli;

import io.credstream.cli.log.Brokers;
import io.credstream.cli.output.Trace;
import io.credstream.projection.secret.InvalidKeyFile;
import io.credstream.sandbox.broker.BrokerStartException;
import io.credstream.topics.UnfitTopicsException;
import java.io.PrintWriter;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says in a line or a few what went wrong; the stack trace is for those who ask for it. */
final class Failures implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        Failure failure = asFailure(e);
        failure.lines().forEach(err::println);
        if (command.getCommandSpec().userObject() instanceof Configured<?> configured && configured.debug()) {
            Trace.lines(e).forEach(err::println);
        }
        err.flush();
        return failure.exitCode().code();
    }

    private static Failure asFailure(Throwable e) {
        return switch (e) {
            case Failure failure -> failure;
            case UnfitTopicsException unfit -> new Failure(ExitCode.FAILURE, unfit.problems());
            case InvalidKeyFile invalid -> new Failure(ExitCode.USAGE, invalid.problems());
            case BrokerStartException broker -> failure(broker.getMessage(), "check the folder and the port", e);
            case KafkaException kafka ->
                Brokers.refusal(kafka)
                        .map(refusal -> new Failure(ExitCode.FAILURE, refusal, e))
                        .orElseGet(() -> kafka.getCause() == null ? unforeseen(e) : asFailure(kafka.getCause()));
            case InterruptedException interrupted -> new Failure(ExitCode.FAILURE, List.of("Interrupted."));
            default -> unforeseen(e);
        };
    }

    private static Failure unforeseen(Throwable e) {
        return failure(Trace.describe(e), "run it again with --debug for the stack trace", e);
    }

    private static Failure failure(@org.jspecify.annotations.Nullable String message, String fix, Throwable cause) {
        return new Failure(ExitCode.FAILURE, message + "; " + fix, cause);
    }
}
