namespace KubeSharp.Cri.Streaming;

/// <summary>The streams of a process in a container. One reader, one writer.</summary>
public interface IProcessStreams : IAsyncDisposable
{
    /// <summary>The next piece of what it says; null at the end.</summary>
    Task<ProcessOutput?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Sends to its standard input.</summary>
    Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Says that no more input comes.</summary>
    void CloseInput();

    /// <summary>Tells the size of its terminal.</summary>
    Task ResizeAsync(int columns, int rows, CancellationToken cancellationToken);

    /// <summary>How it ended; asked after the end of what it says. An attached client gets 0, for the process is not its own.</summary>
    Task<int> ExitCodeAsync(CancellationToken cancellationToken);
}
