//! The only files that touch the browser outside components: storage, worker, files, address, document.

pub mod document;
pub mod files;
pub mod folders;
pub mod kept;
pub mod offline;
pub mod site;
pub mod storage;
pub mod workbook;
pub mod worker;
