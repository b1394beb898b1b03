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
package io.connectembedded.internal.engine.foundation;

import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/**
 * The name of a worker, unique in its JVM. The platform MBean server is the register, so that no static state is needed
 * and class loaders do not matter: a name that is taken is numbered, and the worker that comes first keeps Connect's
 * plain MBean names and client ids.
 */
public final class WorkerNames implements AutoCloseable {

    private static final String DOMAIN = "io.connectembedded:type=";

    /** What the register shows of a worker. */
    public interface Registered {
        String getName();
    }

    private final @Nullable MBeanServer register;
    private final String name;
    private final boolean plain;

    public WorkerNames(String wanted) {
        this(wanted, ManagementFactory.getPlatformMBeanServer());
    }

    /** Of a worker nobody shall hear of: the name as it is, and Connect's plain names. */
    public static WorkerNames unregistered(String name) {
        return new WorkerNames(name, null);
    }

    private WorkerNames(String wanted, @Nullable MBeanServer register) {
        this.register = register;
        int number = 1;
        String candidate = wanted;
        while (!claim(workerKey(candidate), candidate)) {
            number++;
            candidate = wanted + "-" + number;
        }
        this.name = candidate;
        this.plain = claim(plainKey(), candidate);
    }

    public String name() {
        return name;
    }

    /** Whether this worker is the one with Connect's plain names. */
    public boolean isPlain() {
        return plain;
    }

    private boolean claim(String key, String as) {
        if (register == null) {
            return true;
        }
        try {
            register.registerMBean(new StandardMBean(() -> as, Registered.class, false), new ObjectName(key));
            return true;
        } catch (InstanceAlreadyExistsException e) {
            return false;
        } catch (JMException e) {
            throw new IllegalStateException("The JVM's MBean server refuses to register worker " + as, e);
        }
    }

    private void release(String key) {
        if (register == null) {
            return;
        }
        try {
            register.unregisterMBean(new ObjectName(key));
        } catch (InstanceNotFoundException e) {
            // Somebody else has removed it: what we want is so.
            return;
        } catch (JMException e) {
            throw new IllegalStateException("The JVM's MBean server does not let go of " + key, e);
        }
    }

    private static String workerKey(String name) {
        return DOMAIN + "worker,name=" + ObjectName.quote(name);
    }

    private static String plainKey() {
        return DOMAIN + "plain-names";
    }

    @Override
    public void close() {
        release(workerKey(name));
        if (plain) {
            release(plainKey());
        }
    }
}
