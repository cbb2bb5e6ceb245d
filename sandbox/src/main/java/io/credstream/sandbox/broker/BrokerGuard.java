package io.credstream.sandbox.broker;

import java.util.Map;
import java.util.Optional;

/** Whom a broker on the loopback interface lets in, and as whom. */
sealed interface BrokerGuard permits BrokerAccess, BrokerOwner {

    /** Settings of the broker, which hold against all others. */
    Map<String, String> brokerSettings();

    /** A user that the folder is formatted with, as {@code kafka-storage format --add-scram} takes it. */
    Optional<String> formatArgument();
}
