// The JGroups stack that both programs here use: TCP, failure seen at the sockets and verified for 100 ms.
final class Stack {
  // `total`: one order for all, by the sequencer at the coordinator; else each sender's own. `bundled`: what is sent within 5 ms goes
  // together, which makes many lines quick and a single one slow.
  static String of(String port, String[] ports, boolean total, boolean bundled) {
    StringBuilder hosts = new StringBuilder();
    for (String each : ports) hosts.append(hosts.length() == 0 ? "" : ",").append("127.0.0.1[").append(each).append("]");
    return "TCP(bind_addr=127.0.0.1;bind_port=" + port + ";port_range=0;tcp_nodelay=true"
        + ";enable_bundling=" + bundled + (bundled ? ";max_bundle_size=60000;max_bundle_timeout=5" : "") + ")"
        + ":TCPPING(initial_hosts=" + hosts + ";port_range=0;timeout=1000;num_initial_members=" + ports.length + ")"
        + ":MERGE2:FD_SOCK(bind_addr=127.0.0.1):VERIFY_SUSPECT(timeout=100;bind_addr=127.0.0.1)"
        + ":pbcast.NAKACK(use_mcast_xmit=false;discard_delivered_msgs=true)"
        + ":UNICAST:pbcast.STABLE:pbcast.GMS(join_timeout=1000;print_local_addr=false):MFC:FRAG2" + (total ? ":SEQUENCER" : "");
  }
}
