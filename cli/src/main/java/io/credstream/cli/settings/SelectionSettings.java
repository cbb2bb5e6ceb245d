package io.credstream.cli.settings;

import io.credstream.projection.SecretSelector;

/** Which objects ingest asks clusters for; what answers about files has to be told the same. */
public record SelectionSettings(
        @Setting(
                value = "The label selector of the Secrets that are asked for.",
                fallback = "operator.kyma-project.io/managed-by=lifecycle-manager")
        SecretSelector secretSelector) {}
