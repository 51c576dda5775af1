using KubeSharp.Cri.Processes;
using KubeSharp.Cri.Streaming;
using KubeSharp.Cri.V1;

namespace KubeSharp.Cri.Docker;

/// <summary>Commands in containers, attaching, and ports of sandboxes.</summary>
internal sealed class DockerExecs(DockerClient docker, DockerSandboxes sandboxes, IStreamServer streams, TimeProvider time)
{
    private const int OutputMaxBytes = 16 * 1024 * 1024;

    /// <summary>Runs a command and waits for it; one that takes too long is killed.</summary>
    public async Task<ExecSyncResponse> RunAsync(ExecSyncRequest request, CancellationToken cancellationToken)
    {
        var call = new DockerCall("ExecSync", request.ContainerId);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = request.Timeout > 0 ? time.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), limited, TimeSpan.FromSeconds(request.Timeout), Timeout.InfiniteTimeSpan) : null;
        var (process, id) = await DockerProcess.ExecAsync(docker, call, request.ContainerId, request.Cmd, stdin: false, tty: false, cancellationToken).ConfigureAwait(false);
        await using (process.ConfigureAwait(false))
        {
            try
            {
                var (output, errors) = (new MemoryStream(), new MemoryStream());
                while (await process.ReadAsync(limited.Token).ConfigureAwait(false) is { } piece)
                {
                    var to = piece.IsError ? errors : output;
                    if (to.Length < OutputMaxBytes) { to.Write(piece.Content.Span); }
                }
                var code = await process.ExitCodeAsync(cancellationToken).ConfigureAwait(false);
                return new ExecSyncResponse { ExitCode = code, Stdout = Bytes(output), Stderr = Bytes(errors) };
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                await KillAsync(call, id).ConfigureAwait(false);
                throw new CriException(CriError.DeadlineExceeded, call.Operation, call.Subject, $"command {string.Join(' ', request.Cmd)} timed out", e);
            }
        }
    }

    /// <summary>Where a client finds a command that begins when it comes.</summary>
    public async Task<Uri> OfferAsync(ExecRequest request, CancellationToken cancellationToken)
    {
        var call = new DockerCall("Exec", request.ContainerId);
        await RunningAsync(call, request.ContainerId, cancellationToken).ConfigureAwait(false);
        return streams.Offer(new ProcessSession(request.Stdin, request.Stdout, request.Stderr, request.Tty,
            async c => (await DockerProcess.ExecAsync(docker, call, request.ContainerId, request.Cmd, request.Stdin, request.Tty, c).ConfigureAwait(false)).Process));
    }

    /// <summary>Where a client finds the streams of a container's process.</summary>
    public async Task<Uri> OfferAsync(AttachRequest request, CancellationToken cancellationToken)
    {
        var call = new DockerCall("Attach", request.ContainerId);
        var tty = await RunningAsync(call, request.ContainerId, cancellationToken).ConfigureAwait(false);
        return streams.Offer(new ProcessSession(request.Stdin, request.Stdout, request.Stderr, request.Tty,
            async c => await DockerProcess.AttachAsync(docker, call, request.ContainerId, request.Stdin, tty, c).ConfigureAwait(false)));
    }

    /// <summary>Where a client finds a sandbox's ports.</summary>
    public async Task<Uri> OfferAsync(PortForwardRequest request, CancellationToken cancellationToken)
    {
        var call = new DockerCall("PortForward", request.PodSandboxId);
        var processId = await sandboxes.ProcessAsync(call, request.PodSandboxId, cancellationToken).ConfigureAwait(false);
        if (processId == 0) { throw new CriException(CriError.NotFound, call.Operation, call.Subject, "the sandbox does not run"); }
        return streams.OfferPorts((port, c) => NamespaceSockets.ConnectAsync(processId, port, c));
    }

    // Whether it has a terminal, too.
    private async Task<bool> RunningAsync(DockerCall call, string id, CancellationToken cancellationToken)
    {
        var inspected = await docker.GetAsync(call, $"/containers/{id}/json", cancellationToken).ConfigureAwait(false);
        return inspected.At("State").IsTrueAt("Running") ? inspected.At("Config").IsTrueAt("Tty")
            : throw new CriException(CriError.FailedPrecondition, call.Operation, call.Subject, $"container not running ({id})");
    }

    // The engine has no call for it.
    private async Task KillAsync(DockerCall call, string id)
    {
        try
        {
            var command = await docker.GetAsync(call, $"/exec/{id}/json", CancellationToken.None).ConfigureAwait(false);
            if (command.IsTrueAt("Running") && command.NumberAt("Pid") is > 0 and var processId && ProcessIdentity.Of((int)processId) is { } process) { process.Kill(); }
        }
        catch (CriException) { /* the container is gone, and the command with it */ }
    }

    private static Google.Protobuf.ByteString Bytes(MemoryStream from) => Google.Protobuf.ByteString.CopyFrom(from.GetBuffer(), 0, (int)from.Length);
}
