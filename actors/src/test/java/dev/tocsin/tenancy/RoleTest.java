package dev.tocsin.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoleTest {
  @Test
  void eachRoleMayAllThatTheOnesBeforeMay() {
    List<Role> roles = List.of(Role.VIEWER, Role.RESPONDER, Role.ADMIN, Role.OWNER);
    for (int mine = 0; mine < roles.size(); mine++) {
      for (int needed = 0; needed < roles.size(); needed++) {
        assertThat(roles.get(mine).atLeast(roles.get(needed))).isEqualTo(mine >= needed);
      }
    }
  }
}
