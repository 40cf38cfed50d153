//! Columns of text that line up: the first to the left, the others to the right. Knows nothing of what is in them.

/// Longer values are cut: a campaign name of a whole paragraph would push every figure off the screen.
const MAX_WIDTH: usize = 44;

pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(header: &[&str]) -> Self {
        Self { rows: vec![header.iter().map(|cell| (*cell).to_owned()).collect()] }
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|cell| shortened(&cell)).collect());
    }

    /// Two spaces before each row and between columns.
    pub fn print(&self, out: &mut String) {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
        let widths: Vec<usize> = (0..columns).filter_map(width).collect();
        for row in &self.rows {
            let mut line = String::new();
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let space = " ".repeat(width - cell.chars().count());
                let (before, after) = if column == 0 { ("", space.as_str()) } else { (space.as_str(), "") };
                line.push_str("  ");
                line.push_str(before);
                line.push_str(cell);
                line.push_str(after);
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
}

fn shortened(cell: &str) -> String {
    if cell.chars().count() <= MAX_WIDTH {
        return cell.to_owned();
    }
    cell.chars().take(MAX_WIDTH - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let mut table = Table::new(&["stage", "leads"]);
        table.row(["Lead".into(), "8,000".into()]);
        table.row(["x".repeat(60), "1".into()]);
        let mut out = String::new();
        table.print(&mut out);
        let lines: Vec<&str> = out.lines().collect();
        assert!(lines.iter().all(|line| line.chars().count() == 2 + MAX_WIDTH + 2 + 5), "{out}");
        assert!(lines[1].starts_with("  Lead ") && lines[1].ends_with(" 8,000"));
        assert!(lines[2].contains("x…"));
    }
}
