package io.credstream.ingest.own;

import io.credstream.model.InventoryEntry;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import java.util.List;
import java.util.Map;

/** Where the topics have something else than the inventory of a partition says. Sealed: its owner has to mend each. */
sealed interface Finding {

    /**
     * A topic lacks objects that it was told, or has them in an older version.
     *
     * @param told at which version, when the topic was looked at
     */
    record Lost(Kind kind, String topic, Map<ObjectRef, Version> told) implements Finding {
        public Lost {
            told = Map.copyOf(told);
        }
    }

    /**
     * A topic has objects that the inventory does not know.
     *
     * @param entries as they would be in the inventory, at the versions at which the topic has them
     */
    record Unknown(Kind kind, String topic, List<InventoryEntry> entries) implements Finding {
        public Unknown {
            entries = List.copyOf(entries);
        }
    }

    /**
     * The inventory's own topic lacks entries.
     *
     * @param told as above
     */
    record Unrecorded(Kind kind, String topic, Map<ObjectRef, Version> told) implements Finding {
        public Unrecorded {
            told = Map.copyOf(told);
        }
    }

    /** A topic of objects has been compared to its end. */
    record Compared(Kind kind, String topic) implements Finding {}

    /** The topic of statuses, or one whose end they name, is another one than before: they have to be said again. */
    record StatusesLost(String topic) implements Finding {}
}
