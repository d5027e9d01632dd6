// A member of a JGroups cluster that says what it reads and prints what it hears, for the driver beside it.
// usage: java Talk NICK OWN-PORT ALL-PORTS(comma separated)
// Prints "view SIZE COORDINATOR", and "heard NICK TEXT" of a line.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.ReceiverAdapter;
import org.jgroups.View;

public class Talk extends ReceiverAdapter {
  public static void main(String[] args) throws Exception {
    new Talk().run(args[0], args[1], args[2].split(","));
  }

  private void run(String nick, String port, String[] ports) throws Exception {
    StringBuilder hosts = new StringBuilder();
    for (String each : ports) hosts.append(hosts.length() == 0 ? "" : ",").append("127.0.0.1[").append(each).append("]");
    String stack = "TCP(bind_addr=127.0.0.1;bind_port=" + port + ";port_range=0;tcp_nodelay=true)"
        + ":TCPPING(initial_hosts=" + hosts + ";port_range=0;timeout=1000;num_initial_members=" + ports.length + ")"
        + ":MERGE2:FD_SOCK(bind_addr=127.0.0.1):VERIFY_SUSPECT(timeout=100;bind_addr=127.0.0.1)"
        + ":pbcast.NAKACK(use_mcast_xmit=false;discard_delivered_msgs=true)"
        + ":UNICAST:pbcast.STABLE:pbcast.GMS(join_timeout=1000;print_local_addr=false):MFC:FRAG2:SEQUENCER";
    JChannel channel = new JChannel(stack);
    channel.setName(nick);
    channel.setReceiver(this);
    channel.connect("talk");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      channel.send(new Message(null, null, (nick + " " + line).getBytes(StandardCharsets.UTF_8)));
    }
    channel.close();
  }

  private static synchronized void print(String line) {
    System.out.println(line);
    System.out.flush();
  }

  @Override
  public void viewAccepted(View view) {
    print("view " + view.size() + " " + view.getMembers().get(0));
  }

  @Override
  public void receive(Message message) {
    print("heard " + new String(message.getBuffer(), StandardCharsets.UTF_8));
  }
}
