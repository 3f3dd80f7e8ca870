/**
 * What checks found, once the hour is over: an object per node and hour, in a folder or in
 * S3-compatible storage, and the way back.
 */
@NullMarked
package dev.tocsin.persistence.archive;

import org.jspecify.annotations.NullMarked;
