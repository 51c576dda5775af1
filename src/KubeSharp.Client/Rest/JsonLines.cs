using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace KubeSharp.Client.Rest;

/// <summary>Splits a watch stream into its lines.</summary>
internal static class JsonLines
{
    private const int LineBytesMax = 64 << 20;

    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellation);
                var buffer = read.Buffer;
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    var line = buffer.Slice(0, end);
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                    if (!line.IsEmpty) { yield return line.IsSingleSegment ? line.First : line.ToArray(); }
                }
                if (buffer.Length > LineBytesMax) { throw new IOException($"a watch event is larger than {LineBytesMax} bytes"); }
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted) { yield break; }
            }
        }
        finally { await reader.CompleteAsync(); }
    }
}
