using System.Text;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>What containers leave to say when they end. Source: Determine the Reason for Pod Failure.</summary>
internal static class TerminationMessages
{
    private const int BytesMax = 4096, LogBytesMax = 2048, LogLinesMax = 80;

    /// <summary>The text: of its file, or of its log's end where it failed and its policy says so.</summary>
    public static string Read(PodPaths paths, string uid, Pod pod, ContainerActual container)
    {
        var file = paths.TerminationMessage(uid, container.Name, container.Attempt);
        var text = File.Exists(file) ? Tail(file, BytesMax) : "";
        if (text.Length > 0 || container.ExitCode == 0) { return text; }
        var policy = PodContainers.Find(pod.Spec, container.Name)?.Spec.TerminationMessagePolicy;
        if (policy != "FallbackToLogsOnError" || !File.Exists(container.LogPath)) { return text; }
        var lines = Tail(container.LogPath, LogBytesMax * 8).Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(LogLinesMax);
        var log = string.Concat(lines.Select(static l => l.Split(' ', 4) is [_, _, var tag, var content] ? content + (tag.StartsWith('F') ? "\n" : "") : ""));
        return log.Length > LogBytesMax ? log[^LogBytesMax..] : log;
    }

    private static string Tail(string path, int bytes)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length > bytes) { stream.Seek(-bytes, SeekOrigin.End); }
        var buffer = new byte[(int)Math.Min(stream.Length, bytes)];
        var read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(buffer.AsSpan(0, read));
    }
}
