using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Devices;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Containers;

/// <summary>Makes container configurations.</summary>
public static class ContainerConfigs
{
    /// <summary>What a container is to be made from.</summary>
    /// <param name="pod">Its pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="attempt">How often it was restarted before.</param>
    /// <param name="image">Its image on the node.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="mounts">Its mounts.</param>
    /// <param name="devices">Its devices.</param>
    /// <param name="node">The node.</param>
    /// <param name="users">The pod's own users; null: the node's.</param>
    /// <param name="targetId">Container whose processes it sees; empty: none.</param>
    /// <exception cref="ContainerConfigException">It may not run so.</exception>
    public static ContainerConfig Of(Pod pod, PodContainer container, int attempt, ImageActual image, ImmutableArray<KeyValuePair<string, string>> environment,
        ImmutableArray<ContainerMount> mounts, ImmutableArray<DeviceMapping> devices, NodeFacts node, UserMapping? users, string targetId)
    {
        var spec = container.Spec;
        var values = environment.ToDictionary(static e => e.Key, static e => e.Value, StringComparer.Ordinal);
        var namespaces = SecurityContexts.Namespaces(pod.Spec) with { Users = users };
        if (targetId.Length > 0) { namespaces = namespaces with { Pid = NamespaceMode.Target, TargetId = targetId }; }
        return new ContainerConfig
        {
            Name = spec.Name,
            Attempt = attempt,
            ImageRef = image.Id,
            Image = spec.Image ?? "",
            Command = Expand(spec.Command),
            Args = Expand(spec.Args),
            WorkingDirectory = spec.WorkingDir ?? "",
            Environment = environment,
            Mounts = mounts,
            Devices = devices,
            Labels = Labels(pod, spec.Name),
            Annotations = Annotations(pod, spec, attempt),
            LogPath = PodPaths.LogFile(spec.Name, attempt),
            Stdin = spec.Stdin == true,
            StdinOnce = spec.StdinOnce == true,
            Tty = spec.Tty == true,
            Resources = ResourceConversion.Of(pod, spec, node),
            Security = SecurityContexts.Of(pod, spec, image, node, namespaces),
            StopSignal = spec.Lifecycle?.StopSignal ?? "",
        };

        ImmutableArray<string> Expand(ApiList<string> texts) => [.. texts.Select(t => VariableExpansion.Expand(t, name => values.GetValueOrDefault(name)))];
    }

    /// <summary>The configuration with a container's devices.</summary>
    public static ContainerConfig With(ContainerConfig config, DeviceGrant grant) => grant == DeviceGrant.None ? config : config with
    {
        Environment = [.. config.Environment, .. grant.Environment],
        Mounts = [.. config.Mounts, .. grant.Mounts],
        Devices = [.. config.Devices, .. grant.Devices],
        NamedDevices = grant.Named,
        Annotations = config.Annotations.SetItems(grant.Annotations),
    };

    /// <summary>Hash of what cannot be changed without making the container anew: its name and image.</summary>
    public static string SpecHash(Container container) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{container.Name}\0{container.Image}")).AsSpan(0, 8));

    private static ImmutableSortedDictionary<string, string> Labels(Pod pod, string name) => ImmutableSortedDictionary<string, string>.Empty
        .Add(ContainerLabels.PodName, pod.Metadata.Name ?? "")
        .Add(ContainerLabels.PodNamespace, pod.Metadata.Namespace ?? "")
        .Add(ContainerLabels.PodUid, pod.Metadata.Uid ?? "")
        .Add(ContainerLabels.ContainerName, name);

    private static ImmutableSortedDictionary<string, string> Annotations(Pod pod, Container container, int attempt) => ImmutableSortedDictionary<string, string>.Empty
        .Add(ContainerLabels.Hash, SpecHash(container))
        .Add(ContainerLabels.RestartCount, attempt.ToString(CultureInfo.InvariantCulture))
        .Add(ContainerLabels.TerminationMessagePath, container.TerminationMessagePath ?? "/dev/termination-log")
        .Add(ContainerLabels.TerminationMessagePolicy, container.TerminationMessagePolicy ?? "File")
        .Add(ContainerLabels.GracePeriod, (pod.Spec.TerminationGracePeriodSeconds ?? 30).ToString(CultureInfo.InvariantCulture));
}
