using System.Collections.Concurrent;
using System.Globalization;
using KubeSharp.Cri.V1;

namespace KubeSharp.Cri.Docker;

/// <summary>Containers of pods in an engine.</summary>
internal sealed class DockerContainers(DockerClient docker, DockerOptions options, DockerLogs logs, Func<CancellationToken, Task<bool>> usesSystemd, TimeProvider time)
{
    private static readonly TimeSpan _lastWordsLimit = TimeSpan.FromSeconds(5);
    // Digests of images by their id, which never change: one entry an image that containers use.
    private readonly ConcurrentDictionary<string, string> _references = new(StringComparer.Ordinal);

    /// <summary>Makes a container; it does not run yet.</summary>
    public async Task<string> CreateAsync(CreateContainerRequest request, CancellationToken cancellationToken)
    {
        var call = new DockerCall("CreateContainer", Subject.Of(request));
        var (config, sandbox) = (request.Config, request.SandboxConfig);
        try
        {
            var body = DockerBodies.Container(request.PodSandboxId, config, sandbox, options, await usesSystemd(cancellationToken).ConfigureAwait(false), DockerAnswers.Nanoseconds(time.GetUtcNow()));
            return await DockerNames.CreateAsync(docker, call, DockerLabels.NameOf(config.Metadata, sandbox.Metadata), body, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) { throw new CriException(CriError.InvalidArgument, call.Operation, call.Subject, e.Message, e); }
    }

    /// <summary>Starts a container and the copying of its log.</summary>
    public async Task StartAsync(string id, CancellationToken cancellationToken)
    {
        var call = new DockerCall("StartContainer", id);
        await docker.PostAsync(call, $"/containers/{id}/start", null, cancellationToken).ConfigureAwait(false);
        await FollowAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends the stop signal, and SIGKILL after the time. One that is gone is no error.</summary>
    public async Task StopAsync(string id, long seconds, CancellationToken cancellationToken)
    {
        var grace = Math.Max(0, seconds);
        try { await docker.PostAsync(new DockerCall("StopContainer", id), string.Create(CultureInfo.InvariantCulture, $"/containers/{id}/stop?t={grace}"), null, cancellationToken, TimeSpan.FromSeconds(grace)).ConfigureAwait(false); }
        catch (CriException e) when (e.Error == CriError.NotFound) { }
    }

    /// <summary>Removes a container. One that is gone is no error.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        await DockerNames.RemoveAsync(docker, new DockerCall("RemoveContainer", id), id, cancellationToken).ConfigureAwait(false);
        logs.Forget(id);
    }

    /// <summary>One container. Of one that ended, all that it said is in its log.</summary>
    public async Task<ContainerStatus> StatusAsync(string id, CancellationToken cancellationToken)
    {
        var call = new DockerCall("ContainerStatus", id);
        var inspected = await docker.GetAsync(call, $"/containers/{id}/json", cancellationToken).ConfigureAwait(false);
        var status = DockerAnswers.ContainerStatus(inspected, await ReferenceAsync(call, inspected.TextAt("Image"), cancellationToken).ConfigureAwait(false));
        if (status.State == ContainerState.ContainerExited && status.StartedAt > 0)
        {
            var copied = logs.Follow(status.Id, status.LogPath, inspected.At("Config").IsTrueAt("Tty"));
            await Task.WhenAny(copied, Task.Delay(_lastWordsLimit, time, cancellationToken)).ConfigureAwait(false);
        }
        return status;
    }

    /// <summary>The containers that a filter selects. The logs of all that run are copied from then on.</summary>
    public async Task<IEnumerable<Container>> ListAsync(ContainerFilter? filter, CancellationToken cancellationToken)
    {
        var selected = new List<string> { $"{DockerLabels.Kind}={DockerLabels.ContainerKind}" };
        foreach (var (name, value) in filter?.LabelSelector ?? []) { selected.Add($"{name}={value}"); }
        if (filter?.PodSandboxId is { Length: > 0 } sandbox) { selected.Add($"{DockerLabels.SandboxId}={sandbox}"); }
        var listed = await DockerNames.ListAsync(docker, options.Owner, new DockerCall("ListContainers", null), selected, cancellationToken).ConfigureAwait(false);
        var containers = listed.Items().Select(DockerAnswers.Container).OfType<Container>()
            .Where(c => filter is null || ((filter.Id.Length == 0 || c.Id.StartsWith(filter.Id, StringComparison.Ordinal)) && (filter.State is null || c.State == filter.State.State))).ToList();
        foreach (var container in containers.Where(c => c.State == ContainerState.ContainerRunning && !logs.IsFollowed(c.Id))) { await FollowAsync(container.Id, cancellationToken).ConfigureAwait(false); }
        return containers;
    }

    /// <summary>Changes the limits of a container.</summary>
    public Task UpdateAsync(string id, LinuxContainerResources resources, CancellationToken cancellationToken) =>
        docker.PostAsync(new DockerCall("UpdateContainerResources", id), $"/containers/{id}/update", DockerBodies.Resources(resources), cancellationToken);

    private async Task FollowAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var config = (await docker.GetAsync(new DockerCall("ContainerStatus", id), $"/containers/{id}/json", cancellationToken).ConfigureAwait(false)).At("Config");
            _ = logs.Follow(id, DockerAnswers.LabelsOf(config, "Labels").GetValueOrDefault(DockerLabels.LogPath, ""), config.IsTrueAt("Tty"));
        }
        catch (CriException e) when (e.Error == CriError.NotFound) { /* gone meanwhile */ }
    }

    // The name by digest where the image came from a registry; its id where it was loaded or built.
    private async Task<string> ReferenceAsync(DockerCall call, string image, CancellationToken cancellationToken)
    {
        if (_references.TryGetValue(image, out var known)) { return known; }
        try
        {
            var found = DockerAnswers.Image(await docker.GetAsync(call, $"/images/{image}/json", cancellationToken).ConfigureAwait(false), "");
            return _references[image] = found.RepoDigests.FirstOrDefault() ?? image;
        }
        catch (CriException e) when (e.Error == CriError.NotFound) { return image; }
    }
}
