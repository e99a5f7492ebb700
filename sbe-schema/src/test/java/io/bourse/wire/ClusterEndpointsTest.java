package io.bourse.wire;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ClusterEndpointsTest {
    @Test
    void shouldGiveEachMemberAHundredPorts() {
        final ClusterEndpoints endpoints = new ClusterEndpoints(List.of("a", "b"), 9000);

        assertEquals("0=a:9001,1=b:9101", endpoints.ingressEndpoints());
        assertEquals("0,a:9001,a:9002,a:9003,a:9004,a:9005|1,b:9101,b:9102,b:9103,b:9104,b:9105", endpoints.clusterMembers());
        assertEquals("aeron:udp?endpoint=b:9105", endpoints.archiveControlChannel(1));
    }

    @Test
    void shouldRefuseWhatCannotBeListenedOn() {
        assertThrows(IllegalArgumentException.class, () -> new ClusterEndpoints(List.of(), 9000));
        assertThrows(IllegalArgumentException.class, () -> new ClusterEndpoints(List.of("a"), 80));
        assertThrows(IllegalArgumentException.class, () -> new ClusterEndpoints(List.of("a", "b", "c"), 65300));
        assertThrows(IllegalArgumentException.class, () -> new ClusterEndpoints(java.util.Collections.nCopies(8, "a"), 9000));
    }
}
