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
package io.connectembedded.test.internal.broker;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;

/** The ACLs of a broker. The controller answers a change; the broker itself takes it up a little later. */
final class BrokerAcls {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final Supplier<Admin> admin;

    BrokerAcls(Supplier<Admin> admin) {
        this.admin = admin;
    }

    void add(AclBinding acl) {
        await(acl, admin.get().createAcls(List.of(acl)).all());
        awaitKnown(acl, true);
    }

    void remove(AclBinding acl) {
        await(acl, admin.get().deleteAcls(List.of(acl.toFilter())).all());
        awaitKnown(acl, false);
    }

    private void awaitKnown(AclBinding acl, boolean known) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (await(acl, admin.get().describeAcls(acl.toFilter()).values()).contains(acl) != known) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("The broker does not act on a changed ACL after " + LIMIT + ": " + acl);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static <T> T await(AclBinding acl, KafkaFuture<T> answer) {
        try {
            return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw notChanged(acl, Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            throw notChanged(acl, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notChanged(acl, e);
        }
    }

    private static IllegalStateException notChanged(AclBinding acl, Throwable cause) {
        return new IllegalStateException("The ACL was not changed, " + acl + ": " + cause.getMessage(), cause);
    }
}
