using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Containers;

/// <summary>What part a container plays in its pod.</summary>
public enum ContainerRole
{
    /// <summary>Runs to its end before the others.</summary>
    Init,
    /// <summary>Starts among the init containers and goes on beside the others.</summary>
    Sidecar,
    /// <summary>What the pod is for.</summary>
    Main,
    /// <summary>Added for a look into the pod.</summary>
    Ephemeral,
}

/// <param name="Spec">What is wanted.</param>
/// <param name="Role">Its part.</param>
/// <param name="TargetName">Container whose processes an ephemeral one sees; empty: none.</param>
public readonly record struct PodContainer(Container Spec, ContainerRole Role, string TargetName = "")
{
    /// <summary>Its name.</summary>
    public string Name => Spec.Name;

    /// <summary>Field path for events.</summary>
    public string FieldPath => $"spec.{(Role is ContainerRole.Main ? "containers" : Role is ContainerRole.Ephemeral ? "ephemeralContainers" : "initContainers")}{{{Spec.Name}}}";
}

/// <summary>All containers of a pod, whatever their part.</summary>
public static class PodContainers
{
    /// <summary>Init containers and sidecars in order, main ones, ephemeral ones.</summary>
    public static IEnumerable<PodContainer> Of(PodSpec spec)
    {
        foreach (var container in spec.InitContainers) { yield return new(container, IsSidecar(container) ? ContainerRole.Sidecar : ContainerRole.Init); }
        foreach (var container in spec.Containers) { yield return new(container, ContainerRole.Main); }
        foreach (var container in spec.EphemeralContainers) { yield return new(Common(container), ContainerRole.Ephemeral, container.TargetContainerName ?? ""); }
    }

    /// <summary>The container of the name; null where there is none.</summary>
    public static PodContainer? Find(PodSpec spec, string name)
    {
        foreach (var container in Of(spec))
        {
            if (container.Name == name) { return container; }
        }
        return null;
    }

    /// <summary>An init container that goes on running.</summary>
    public static bool IsSidecar(Container container) => container.RestartPolicy == "Always";

    private static Container Common(EphemeralContainer c) => new()
    {
        Name = c.Name,
        Image = c.Image,
        Command = c.Command,
        Args = c.Args,
        WorkingDir = c.WorkingDir,
        Env = c.Env,
        EnvFrom = c.EnvFrom,
        VolumeMounts = c.VolumeMounts,
        VolumeDevices = c.VolumeDevices,
        TerminationMessagePath = c.TerminationMessagePath,
        TerminationMessagePolicy = c.TerminationMessagePolicy,
        ImagePullPolicy = c.ImagePullPolicy,
        SecurityContext = c.SecurityContext,
        Stdin = c.Stdin,
        StdinOnce = c.StdinOnce,
        Tty = c.Tty,
    };
}
