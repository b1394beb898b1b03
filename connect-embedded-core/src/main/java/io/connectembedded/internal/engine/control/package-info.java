/**
 * Who may run what: the desired set, and the steps towards it. Entry: {@link
 * io.connectembedded.internal.engine.control.ControlLoop}; everything here belongs to its one thread, which is fed by
 * one queue and calls no plug-in. What a plug-in must be asked is asked on the connector's own thread.
 */
@NullMarked
package io.connectembedded.internal.engine.control;

import org.jspecify.annotations.NullMarked;
