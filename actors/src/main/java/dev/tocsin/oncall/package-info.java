/** Who is on call when: schedules of rotations, and the overrides that people agree on. */
@NullMarked
package dev.tocsin.oncall;

import org.jspecify.annotations.NullMarked;
