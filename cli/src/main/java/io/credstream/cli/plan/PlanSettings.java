package io.credstream.cli.plan;

import io.credstream.cli.log.GetSettings;
import io.credstream.cli.settings.SelectionSettings;

/** Settings of {@code plan}: which log, and what ingest would see of the objects. */
public record PlanSettings(GetSettings log, SelectionSettings selection) {}
