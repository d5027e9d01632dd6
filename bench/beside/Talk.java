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
    JChannel channel = new JChannel(Stack.of(port, ports, true, false));
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
