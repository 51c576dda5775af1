using System.Collections.Immutable;

namespace KubeSharp.Kubelet.Runtime;

/// <summary>What the runtime holds of one pod: what is, as against the API object, which is what should be.</summary>
/// <param name="Uid">The pod's uid.</param>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Name">The pod's name.</param>
/// <param name="Sandboxes">Its sandboxes, newest first.</param>
/// <param name="Containers">Its containers, newest first.</param>
public sealed record PodActual(string Uid, string Namespace, string Name, ImmutableArray<SandboxActual> Sandboxes, ImmutableArray<ContainerActual> Containers)
{
    /// <summary>A pod of which the runtime holds nothing.</summary>
    public static PodActual None(string uid) => new(uid, "", "", [], []);

    /// <summary>The newest sandbox where it is ready; null otherwise.</summary>
    public SandboxActual? ReadySandbox => Sandboxes is [{ IsReady: true } newest, ..] ? newest : null;

    /// <summary>The newest container of the name, in any sandbox.</summary>
    public ContainerActual? Newest(string name)
    {
        foreach (var container in Containers)
        {
            if (container.Name == name) { return container; }
        }
        return null;
    }

    /// <summary>The newest container of the name in the sandbox.</summary>
    public ContainerActual? NewestIn(string sandboxId, string name)
    {
        foreach (var container in Containers)
        {
            if (container.Name == name && container.SandboxId == sandboxId) { return container; }
        }
        return null;
    }

    /// <summary>The container of the name before the newest one.</summary>
    public ContainerActual? Previous(string name) => Containers.Where(c => c.Name == name).Skip(1).FirstOrDefault();

    /// <summary>Whether any container still runs.</summary>
    public bool AnyRunning => Containers.Any(static c => c.State == ContainerPhase.Running);
}
