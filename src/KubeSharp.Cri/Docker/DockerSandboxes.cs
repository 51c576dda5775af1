using System.Text.Json;
using KubeSharp.Cri.Cni;
using KubeSharp.Cri.V1;

namespace KubeSharp.Cri.Docker;

/// <summary>Pod sandboxes in an engine: each is a container that only waits, with a network of its own from the network plug-ins.</summary>
internal sealed class DockerSandboxes(DockerClient docker, DockerOptions options, SandboxNetworks networks, Func<CancellationToken, Task<bool>> usesSystemd, TimeProvider time)
{
    /// <summary>Makes, starts and attaches; what was half done is undone.</summary>
    public async Task<string> RunAsync(PodSandboxConfig config, CancellationToken cancellationToken)
    {
        var call = new DockerCall("RunPodSandbox", Subject.Of(config));
        var body = DockerBodies.Sandbox(config, options, await usesSystemd(cancellationToken).ConfigureAwait(false), DockerAnswers.Nanoseconds(time.GetUtcNow()));
        var id = await DockerNames.CreateAsync(docker, call, DockerLabels.NameOf(config.Metadata), body, cancellationToken).ConfigureAwait(false);
        try
        {
            await docker.PostAsync(call, $"/containers/{id}/start", null, cancellationToken).ConfigureAwait(false);
            var started = await docker.GetAsync(call, $"/containers/{id}/json", cancellationToken).ConfigureAwait(false);
            // The engine makes a resolv.conf from the machine's; its path is where the pod's containers get theirs from.
            if (config.DnsConfig is { } dns) { await File.WriteAllTextAsync(started.TextAt("ResolvConfPath"), Resolver(dns), cancellationToken).ConfigureAwait(false); }
            if (config.Linux?.SecurityContext?.NamespaceOptions?.Network != NamespaceMode.Node)
            {
                await networks.AttachAsync(id, started.At("State").NumberAt("Pid"), config, cancellationToken).ConfigureAwait(false);
            }
            return id;
        }
        catch (Exception e) when (e is CriException or CniException or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            await UndoAsync(call, id).ConfigureAwait(false);
            throw e is CriException or OperationCanceledException ? e : new CriException(CriError.Unknown, call.Operation, call.Subject, e.Message, e);
        }
    }

    /// <summary>Ends all in a sandbox, gives its addresses back, ends it. One that is gone is no error.</summary>
    public async Task StopAsync(string id, CancellationToken cancellationToken)
    {
        var call = new DockerCall("StopPodSandbox", id);
        foreach (var container in await InAsync(call, id, cancellationToken).ConfigureAwait(false))
        {
            if (container.TextAt("State") == "running") { await QuietlyAsync(() => docker.PostAsync(call, $"/containers/{container.TextAt("Id")}/kill", null, cancellationToken)).ConfigureAwait(false); }
        }
        try
        {
            var processId = await ProcessAsync(call, id, cancellationToken).ConfigureAwait(false);
            await networks.DetachAsync(id, processId, cancellationToken).ConfigureAwait(false);
        }
        catch (CniException e) { throw new CriException(CriError.Unknown, call.Operation, id, e.Message, e); }
        await QuietlyAsync(() => docker.PostAsync(call, $"/containers/{id}/kill", null, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Removes a sandbox and all in it. One that is gone is no error.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        await StopAsync(id, cancellationToken).ConfigureAwait(false);
        var call = new DockerCall("RemovePodSandbox", id);
        foreach (var container in await InAsync(call, id, cancellationToken).ConfigureAwait(false)) { await DockerNames.RemoveAsync(docker, call, container.TextAt("Id"), cancellationToken).ConfigureAwait(false); }
        await DockerNames.RemoveAsync(docker, call, id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One sandbox.</summary>
    public async Task<PodSandboxStatus> StatusAsync(string id, CancellationToken cancellationToken)
    {
        var status = DockerAnswers.SandboxStatus(await docker.GetAsync(new DockerCall("PodSandboxStatus", id), $"/containers/{id}/json", cancellationToken).ConfigureAwait(false), networks.Has);
        var addresses = networks.Addresses(status.Id);
        status.Network.Ip = addresses.FirstOrDefault() ?? "";
        status.Network.AdditionalIps.Add(addresses.Skip(1).Select(static a => new PodIP { Ip = a }));
        return status;
    }

    /// <summary>The sandboxes that a filter selects.</summary>
    public async Task<IEnumerable<PodSandbox>> ListAsync(PodSandboxFilter? filter, CancellationToken cancellationToken)
    {
        var selected = new List<string> { $"{DockerLabels.Kind}={DockerLabels.SandboxKind}" };
        foreach (var (name, value) in filter?.LabelSelector ?? []) { selected.Add($"{name}={value}"); }
        var listed = await DockerNames.ListAsync(docker, options.Owner, new DockerCall("ListPodSandbox", null), selected, cancellationToken).ConfigureAwait(false);
        return listed.Items().Select(s => DockerAnswers.Sandbox(s, networks.Has)).OfType<PodSandbox>()
            .Where(s => filter is null || ((filter.Id.Length == 0 || s.Id.StartsWith(filter.Id, StringComparison.Ordinal)) && (filter.State is null || s.State == filter.State.State)));
    }

    /// <summary>A sandbox's process; 0 where it does not run or is gone.</summary>
    public async Task<long> ProcessAsync(DockerCall call, string id, CancellationToken cancellationToken)
    {
        try { return (await docker.GetAsync(call, $"/containers/{id}/json", cancellationToken).ConfigureAwait(false)).At("State").NumberAt("Pid"); }
        catch (CriException e) when (e.Error == CriError.NotFound) { return 0; }
    }

    /// <summary>The text of a resolv.conf. Pure.</summary>
    internal static string Resolver(DNSConfig dns) =>
        string.Concat(dns.Servers.Select(static s => $"nameserver {s}\n")) + (dns.Searches.Count > 0 ? $"search {string.Join(' ', dns.Searches)}\n" : "") + (dns.Options.Count > 0 ? $"options {string.Join(' ', dns.Options)}\n" : "");

    private async Task<IEnumerable<JsonElement>> InAsync(DockerCall call, string id, CancellationToken cancellationToken) =>
        (await DockerNames.ListAsync(docker, options.Owner, call, [$"{DockerLabels.SandboxId}={id}"], cancellationToken).ConfigureAwait(false)).Items();

    private async Task UndoAsync(DockerCall call, string id)
    {
        try
        {
            await networks.DetachAsync(id, 0, CancellationToken.None).ConfigureAwait(false);
            await DockerNames.RemoveAsync(docker, call, id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is CriException or CniException) { /* what could not be made is told; the sandbox, not ready, is removed later */ }
    }

    // What has ended, or is gone, cannot be killed; it need not be.
    private static async Task QuietlyAsync(Func<Task> call)
    {
        try { await call().ConfigureAwait(false); }
        catch (CriException e) when (e.Error is CriError.NotFound or CriError.AlreadyExists) { }
    }
}
