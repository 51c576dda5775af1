using System.Diagnostics;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>A TCP connection made from within a pod: what is written goes through kubectl exec and nc, and what comes back is read.</summary>
internal sealed class PodStream : Stream
{
    private readonly Process _process;
    private readonly Stream _to;
    private readonly Stream _from;

    public PodStream(string kubectl, string kubeconfig, string ns, string pod, string host, int port)
    {
        var start = new ProcessStartInfo(kubectl, ["-n", ns, "exec", "-i", pod, "--", "nc", host, port.ToString(System.Globalization.CultureInfo.InvariantCulture)]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["KUBECONFIG"] = kubeconfig;
        _process = Process.Start(start)!;
        (_to, _from) = (_process.StandardInput.BaseStream, _process.StandardOutput.BaseStream);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => _from.Read(buffer, offset, count);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _from.ReadAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => _to.Write(buffer, offset, count);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _to.WriteAsync(buffer, cancellationToken);
        await _to.FlushAsync(cancellationToken);
    }

    public override void Flush() => _to.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (!_process.HasExited) { _process.Kill(); }
            _process.Dispose();
        }
        base.Dispose(disposing);
    }
}
