package dev.tocsin.app.core;

import org.apache.pekko.actor.typed.ActorSystem;

/**
 * One life of the clustered part. Whoever asks it for something gets no answer once that life has
 * ended, and asks the next one.
 *
 * @param entities what was started on it
 */
public record CoreHandle<E>(ActorSystem<Void> system, E entities) {}
