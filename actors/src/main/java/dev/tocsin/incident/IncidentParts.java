package dev.tocsin.incident;

import dev.tocsin.handover.ViewWriter;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the incidents of a node share.
 *
 * @param told takes an incident for every node's memory, as it is stored
 */
public record IncidentParts(
    InstantSource clock,
    Consumer<IncidentRecord> told,
    ActorRef<ViewWriter.Command<IncidentView>> views) {}
