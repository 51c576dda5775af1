using System.Globalization;

namespace KubeSharp.Hosting.Processes;

/// <summary>
/// A file that at most one process holds (flock), free as soon as that process is gone, however it ended. Beside it NAME.pid tells the
/// holder's process id; it means nothing while the lock is free.
/// </summary>
public sealed class ProcessLock : IDisposable
{
    private readonly FileStream _file;

    private ProcessLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; null where another process has it.</summary>
    public static ProcessLock? TryTake(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        FileStream file;
        try { file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None); }
        catch (IOException) when (File.Exists(path)) { return null; }
        File.WriteAllText(Path.ChangeExtension(path, ".pid"), Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
        return new ProcessLock(file);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
