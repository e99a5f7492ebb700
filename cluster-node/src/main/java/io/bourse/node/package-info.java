/** One member of the cluster as a process: options, data folder, lifecycle. */
package io.bourse.node;
