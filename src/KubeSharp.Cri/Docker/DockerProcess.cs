using System.Net.Sockets;
using System.Text.Json.Nodes;
using KubeSharp.Cri.Streaming;

namespace KubeSharp.Cri.Docker;

/// <summary>A process' streams over a connection that the engine gave up for them.</summary>
/// <param name="docker">The engine.</param>
/// <param name="connection">The connection.</param>
/// <param name="tty">It has a terminal.</param>
/// <param name="path">Where its size is told: /exec/ID or /containers/ID.</param>
/// <param name="isExec">It was begun for this client, so its exit code is the client's.</param>
internal sealed class DockerProcess(DockerClient docker, Socket connection, bool tty, string path, bool isExec) : IProcessStreams
{
    private static readonly DockerCall _call = new("Exec", null);
    private readonly DockerFrames _frames = new(new NetworkStream(connection, ownsSocket: false), tty);

    public async Task<ProcessOutput?> ReadAsync(CancellationToken cancellationToken)
    {
        try { return await _frames.ReadAsync(isWhole: false, cancellationToken).ConfigureAwait(false); }
        catch (IOException) { return null; }
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        while (content.Length > 0) { content = content[await connection.SendAsync(content, cancellationToken).ConfigureAwait(false)..]; }
    }

    public void CloseInput()
    {
        try { connection.Shutdown(SocketShutdown.Send); }
        catch (SocketException) { /* the process ended before */ }
    }

    public async Task ResizeAsync(int columns, int rows, CancellationToken cancellationToken)
    {
        // Told too early, or too late, it is not taken; the next one may be.
        try { await docker.PostAsync(_call, $"{path}/resize?w={columns}&h={rows}", null, cancellationToken).ConfigureAwait(false); }
        catch (CriException) { }
    }

    public async Task<int> ExitCodeAsync(CancellationToken cancellationToken) =>
        isExec ? (int)(await docker.GetAsync(_call, $"{path}/json", cancellationToken).ConfigureAwait(false)).NumberAt("ExitCode") : 0;

    public ValueTask DisposeAsync()
    {
        connection.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Begins a command in a container.</summary>
    public static async Task<(DockerProcess Process, string Id)> ExecAsync(DockerClient docker, DockerCall call, string container, IEnumerable<string> command, bool stdin, bool tty, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["Cmd"] = new JsonArray([.. command.Select(static c => (JsonNode?)c)]),
            ["AttachStdin"] = stdin,
            ["AttachStdout"] = true,
            ["AttachStderr"] = true,
            ["Tty"] = tty,
        };
        var id = (await docker.PostAsync(call, $"/containers/{container}/exec", body, cancellationToken).ConfigureAwait(false)).TextAt("Id");
        var connection = await docker.HijackAsync(call, $"/exec/{id}/start", new JsonObject { ["Detach"] = false, ["Tty"] = tty }, cancellationToken).ConfigureAwait(false);
        return (new DockerProcess(docker, connection, tty, $"/exec/{id}", isExec: true), id);
    }

    /// <summary>Attaches to a container's process.</summary>
    public static async Task<DockerProcess> AttachAsync(DockerClient docker, DockerCall call, string container, bool stdin, bool tty, CancellationToken cancellationToken)
    {
        var connection = await docker.HijackAsync(call, $"/containers/{container}/attach?stream=1&stdout=1&stderr=1{(stdin ? "&stdin=1" : "")}", [], cancellationToken).ConfigureAwait(false);
        return new DockerProcess(docker, connection, tty, $"/containers/{container}", isExec: false);
    }
}
