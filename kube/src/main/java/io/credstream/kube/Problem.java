package io.credstream.kube;

/**
 * Something in a kubeconfig that keeps it from being used. Names fields and never values: those are credentials.
 *
 * @param file the path of the kubeconfig, or what else it came from
 * @param field such as {@code users[admin].user.exec}
 * @param refused whether it could be used, and is not, because it is unsafe
 * @param message what is wrong
 * @param fix what an operator can do about it
 */
public record Problem(String file, String field, boolean refused, String message, String fix) {
    @Override
    public String toString() {
        return file + ": " + field + ": " + message + "; " + fix;
    }
}
