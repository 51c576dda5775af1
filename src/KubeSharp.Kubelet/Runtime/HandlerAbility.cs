namespace KubeSharp.Kubelet.Runtime;

/// <param name="Name">A runtime handler; empty: the default one.</param>
/// <param name="UserNamespaces">Pods can have users of their own.</param>
/// <param name="RecursiveReadOnly">Mounts below a read-only mount can be read-only, too.</param>
public sealed record HandlerAbility(string Name, bool UserNamespaces, bool RecursiveReadOnly);
