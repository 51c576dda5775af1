using KubeSharp.Api.Core.V1;
using KubeSharp.Cri.Processes;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>What disks of other machines need of this one.</summary>
public sealed record IscsiMachine
{
    private static readonly TimeSpan _commandMax = TimeSpan.FromSeconds(60);

    /// <summary>Runs iscsiadm, blkid, fsck, mkfs, mount or umount; what it printed. Fails as <see cref="CommandException"/>.</summary>
    public Func<string, string[], CancellationToken, Task<string>> RunAsync { get; init; } = static (program, words, cancellation) => MachineCommand.RunAsync(program, words, _commandMax, cancellation);

    /// <summary>Where the kernel lists sessions and disks.</summary>
    public string SysFolder { get; init; } = "/sys";

    /// <summary>Whether something is mounted at the folder.</summary>
    public Func<string, bool> IsMounted { get; init; } = PodVolumes.IsMounted;

    /// <summary>Reads a secret. Fails as <see cref="VolumeException"/>.</summary>
    public Func<SecretReference, CancellationToken, Task<IReadOnlyDictionary<string, string>>> SecretAsync { get; init; } = static (secret, _) => throw new VolumeException($"secret \"{secret.Namespace}/{secret.Name}\" cannot be read by this agent");

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
