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
package io.connectembedded.internal.lifecycle.work;

/**
 * What a thread of ours does, in a form that can be done by hand too: a thread runs all of it and waits where there is
 * nothing to do, a hand runs what there is to do now.
 */
public interface Work extends Runnable {

    /** All of it; the body of a thread. */
    @Override
    void run();

    /** Does what there is to do now, and waits for nothing; whether there was anything. */
    boolean runPending();

    /** Whether there will never be anything to do again. */
    boolean isOver();

    /** Something that is done once. */
    static Work once(Runnable code) {
        return new Work() {
            private volatile boolean over;

            @Override
            public void run() {
                try {
                    code.run();
                } finally {
                    over = true;
                }
            }

            @Override
            public boolean runPending() {
                if (over) {
                    return false;
                }
                run();
                return true;
            }

            @Override
            public boolean isOver() {
                return over;
            }
        };
    }
}
