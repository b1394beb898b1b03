/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.connectembedded.internal.clients.refusal;

import io.connectembedded.internal.config.security.Login;
import io.connectembedded.internal.config.security.OAuthLibraries;
import io.connectembedded.internal.lifecycle.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Tells what Kafka refuses one client: principal, operation, resource and address, all by the settings of that very
 * client, and the ACL to add. Who the client is is found out when a message needs it. What it tells may hold what came
 * from a config provider: whoever shows it takes secrets out.
 */
public final class Refusals implements Refusing {

    private static final int DEEPEST_CAUSE = 20;

    private final String whose;
    private final String servers;
    private final Login login;

    private Refusals(String whose, Login login) {
        this.whose = whose;
        this.login = login;
        this.servers = login.text("bootstrap.servers", "");
    }

    /** {@code whose} client it is, for messages, such as {@code task orders-0}. */
    public static Refusals of(String whose, Map<String, ?> settings) {
        return new Refusals(whose, new Login(settings));
    }

    @Override
    public String told(Throwable thrown, Asked asked) {
        if (Refusing.isLogin(thrown)) {
            return new LoginTrouble(login, whose).told(thrown, servers);
        }
        return Refusing.isRefusal(thrown)
                ? forbidden(thrown, asked)
                : OAuthLibraries.missing(thrown).orElseGet(() -> Failures.messageOf(thrown));
    }

    /** The settings on which it depends whether a connection comes about. */
    public String connection() {
        return new LoginTrouble(login, whose).setting();
    }

    /** A client, or why there can be none. */
    public <C> C made(Supplier<C> making) {
        try {
            return making.get();
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw new ConnectException("No Kafka client of " + whose + " can be made for " + notMade(e), e);
        }
    }

    /** Why the client could not be made: where, by which settings, every cause but the client's own words, a remedy. */
    public String notMade(Throwable thrown) {
        return "bootstrap.servers=" + servers + " (" + connection() + "): "
                + OAuthLibraries.missing(thrown)
                        .orElseGet(() -> causes(thrown) + "; correct the address or the client settings");
    }

    private static String causes(Throwable thrown) {
        List<String> messages = new ArrayList<>();
        Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            String message = Failures.messageOf(cause);
            boolean isNew = messages.stream().noneMatch(each -> each.contains(message));
            Throwable next = cause.getCause();
            boolean tellsNext = next != null && message.contains(Failures.messageOf(next));
            if (isNew && !tellsNext && !message.startsWith("Failed to create new NetworkClient")) {
                messages.add(message);
            }
            cause = next;
        }
        return String.join(": ", messages);
    }

    private String forbidden(Throwable thrown, Asked asked) {
        Principal principal = Principal.of(login);
        AclCommand command = new AclCommand(servers, principal);
        return "Kafka at " + servers + " does not allow " + principal.shown() + ", the principal of " + whose + ", "
                + onResource(thrown, asked, command) + "; allow it with: " + command + orElse(thrown, asked);
    }

    /** Newer brokers take the right to write any topic for idempotence; for a topic to be made they name that topic. */
    private static String orElse(Throwable thrown, Asked asked) {
        if (thrown instanceof TopicAuthorizationException && asked.mayMake()) {
            return ", with --operation Create as well if the topic is not there and the broker is to make it";
        }
        return thrown instanceof ClusterAuthorizationException
                        && asked.onCluster().equals(Asked.IDEMPOTENT_WRITE)
                ? ", or allow Write on topic " + asked.topic() + ", which is enough for newer brokers, or set"
                        + " producer.enable.idempotence=false"
                : "";
    }

    /** The operation and what it is on; the command gets the same. */
    private String onResource(Throwable thrown, Asked asked, AclCommand command) {
        if (thrown instanceof GroupAuthorizationException group) {
            String id = group.groupId() == null ? login.text("group.id", "<group.id>") : group.groupId();
            command.operations(List.of(asked.onGroup())).on("--group", id);
            return operations(List.of(asked.onGroup())) + "consumer group " + id;
        }
        if (thrown instanceof TransactionalIdAuthorizationException) {
            String id = login.text("transactional.id", "<transactional.id>");
            command.operations(List.of("Write")).on("--transactional-id", id);
            return operations(List.of("Write")) + "transactional id " + id;
        }
        List<String> topics = topics(thrown, asked);
        if (thrown instanceof ClusterAuthorizationException || topics.isEmpty()) {
            command.operations(List.of(asked.onCluster())).onCluster();
            return operations(List.of(asked.onCluster())) + "the cluster";
        }
        command.operations(asked.onTopic());
        topics.forEach(topic -> command.on("--topic", topic));
        return operations(asked.onTopic()) + (topics.size() == 1 ? "topic " : "topics ") + String.join(", ", topics);
    }

    private static List<String> topics(Throwable thrown, Asked asked) {
        if (thrown instanceof TopicAuthorizationException refused
                && !refused.unauthorizedTopics().isEmpty()) {
            return List.copyOf(new TreeSet<>(refused.unauthorizedTopics()));
        }
        String unnamed = thrown instanceof TopicAuthorizationException ? "<topic>" : "";
        String topic = asked.topic().isEmpty() ? unnamed : asked.topic();
        return topic.isEmpty() ? List.of() : List.of(topic);
    }

    private static String operations(List<String> operations) {
        return "the operation" + (operations.size() == 1 ? " " : "s ") + String.join(" and ", operations) + " on ";
    }
}
