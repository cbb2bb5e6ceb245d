package io.credstream.access;

import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** What a client asked the brokers for, by name, and whether it was allowed. */
record Asked(String user, AclOperation operation, ResourceType type, String name, boolean allowed) {}
