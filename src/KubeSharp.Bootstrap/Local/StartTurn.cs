namespace KubeSharp.Bootstrap.Local;

/// <summary>
/// New clusters are made one at a time on a machine, whoever makes them: a place (addresses, ports, bridge) is seen as taken only once something
/// is there. A file of the machine that one process holds (flock), free as soon as that process is gone.
/// </summary>
internal sealed class StartTurn : IDisposable
{
    private const string FilePath = "/run/lock/kubesharp-start.lock";
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(50);
    private readonly FileStream? _file;

    private StartTurn(FileStream? file) => _file = file;

    /// <summary>Waits until nobody else makes a cluster.</summary>
    public static async Task<StartTurn> TakeAsync(Action<string> step, TimeProvider time, CancellationToken cancellation)
    {
        for (var tried = 0; ; tried++)
        {
            try { return new(new FileStream(FilePath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)); }
            catch (UnauthorizedAccessException) { return new(null); }
            catch (DirectoryNotFoundException) { return new(null); }
            catch (IOException) when (tried == 0) { step("another start to end"); }
            catch (IOException) { await Task.Delay(_lookEvery, time, cancellation).ConfigureAwait(false); }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
